import { createFrameReader, encodeFrame } from '../../processes/frames.ts'
import { openChannel } from '../../processes/parent.ts'
import { answerYaml } from './yaml-answer.ts'

// The program of a process that reads one document.

/** Bytes of JSON in a request at most: a document of the longest body, each character of it escaped. */
const maximumRequestBytes = 64 * 2 ** 20

const channel = openChannel()
const read = createFrameReader(maximumRequestBytes)
channel.on('data', (chunk: Buffer) => {
  const json = read(chunk)
  if (json !== undefined) channel.write(encodeFrame(answerYaml(JSON.parse(json))))
})
channel.on('close', () => process.exit())
