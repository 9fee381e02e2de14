import { createFrameReader, encodeFrame } from '../../processes/frames.ts'
import { openChannel } from '../../processes/parent.ts'
import { answerYaml } from './yaml-answer.ts'

// The main program of the process that reads YAML documents.

/** The largest request, in bytes of JSON: the longest body with each of its characters escaped. */
const maximumRequestBytes = 64 * 2 ** 20

const channel = openChannel()
const read = createFrameReader(maximumRequestBytes)
channel.on('data', (chunk: Buffer) => {
  const json = read(chunk)
  if (json !== undefined) channel.write(encodeFrame(answerYaml(JSON.parse(json))))
})
channel.on('close', () => process.exit())
