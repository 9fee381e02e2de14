import { defineConfig } from 'drizzle-kit'

/** For `npm run db:generate`: the schema is the source, the SQL in `drizzle/` is reviewed by eye. */
export default defineConfig({ dialect: 'postgresql', schema: './src/db/schema.ts', out: './drizzle' })
