import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'

/**
 * When the application connects it sets a statement timeout, which overrides the settings of the server.
 * So the server sets a shorter one at each login. It differs by session: some statements fail before their
 * first row, some after it, and some do not fail.
 */
export const statementTimeout: Scenario = {
  name: 'statement-timeout',
  description: 'statements run out of time, also in the middle of lists',
  async inflict({ server }) {
    await server.ask(async (sql) => {
      await sql.unsafe(`
        CREATE SCHEMA IF NOT EXISTS faults;
        GRANT USAGE ON SCHEMA faults TO public;
        CREATE OR REPLACE FUNCTION faults.shorten() RETURNS event_trigger LANGUAGE plpgsql AS $$
          BEGIN
            IF current_setting('application_name') <> 'faults' THEN
              PERFORM set_config('statement_timeout', (2 + floor(random() * 40))::text, false);
            END IF;
          END $$;
        DROP EVENT TRIGGER IF EXISTS shorten;
        CREATE EVENT TRIGGER shorten ON login EXECUTE FUNCTION faults.shorten();`)
    })
    await server.signalBackends('pg_terminate_backend')
    await sleep(3_000)
    await server.ask((sql) => sql.unsafe('DROP EVENT TRIGGER IF EXISTS shorten'))
    await server.signalBackends('pg_terminate_backend')
    return undefined
  },
}
