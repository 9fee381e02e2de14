export default {
  sourcebook: {
    input: './openapi-json-only.json',
    output: { target: './client.ts', client: 'fetch', baseUrl: process.env.SOURCEBOOK_URL },
  },
}
