import { openChannel } from '../../../processes/parent.ts'
import { serve } from './serve.ts'

// The program of a process that reads one source. Its drivers and native code parse untrusted data, and may
// crash, hang or use any amount of memory. Only this process is affected then.

serve(openChannel(), () => process.exit())
