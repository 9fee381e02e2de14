import t from 'tap'
import { untilListening } from '../../src/http/process/listening.ts'

const place = { hostSetting: 'HOST', host: 'nowhere', portSetting: 'PORT', port: 80 }
const failed = (code?: string) => Object.assign(new Error('listen'), { code })

t.test('errors that the operator can fix name the settings', async (t) => {
  t.equal(await untilListening(Promise.resolve('url'), place), 'url')
  for (const code of ['EADDRINUSE', 'EADDRNOTAVAIL', 'EACCES', 'ENOTFOUND']) {
    const begin = 'HOST nowhere and PORT 80 cannot be listened on: '
    await t.rejects(untilListening(Promise.reject(failed(code)), place), {
      name: 'UnusableAddressError',
      message: new RegExp(`^${begin}.*\\(${code}\\)\\. .*(HOST|PORT).*\\.$`),
    })
  }
})

t.test('other errors keep their stack', async (t) => {
  for (const error of [failed('EMFILE'), failed()])
    await t.rejects(untilListening(Promise.reject(error), place), error)
})
