'use strict'

const numbersOf = (version) => version.split('.').map(Number)

function isAtLeast(actual, least) {
  for (const part of [0, 1, 2]) {
    if (actual[part] !== least[part]) return actual[part] > least[part]
  }
  return true
}

/**
 * The message for the operator when Node.js is not supported; undefined when it is supported.
 *
 * @param {string} version the version of Node.js, such as 20.19.0
 * @param {string} range `engines.node` of package.json: parts such as ^20.19.0 and >=22.12.0, joined by ||
 * @returns {string | undefined}
 */
exports.refusalOf = (version, range) => {
  const actual = numbersOf(version)
  const isSupported = range.split('||').some((part) => {
    const least = numbersOf(part.replace(/[^\d.]/g, ''))
    return isAtLeast(actual, least) && (!part.includes('^') || actual[0] === least[0])
  })
  return isSupported
    ? undefined
    : `Sourcebook needs Node.js ${range}, but ${process.execPath} is ${version}. Install a supported version: https://nodejs.org`
}
