import { openChannel } from '../../../processes/parent.ts'
import { serve } from './serve.ts'

// The program of a process that reads one source. It parses what strangers send, by drivers and native code that may
// crash, hang or take any amount of memory: then this process ends, and no other.

serve(openChannel(), () => process.exit())
