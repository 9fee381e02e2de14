import { workOffProcess } from './off-process.ts'
import { parseYaml } from './yaml.ts'

// The program of a process that reads one document.
workOffProcess(parseYaml)
