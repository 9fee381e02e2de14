import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { chooseServerUser, currentUser, giveFolder } from '../../../src/db/embedded/server-user.ts'
import { testFolder } from '../../database.ts'

const root = { uid: 0, gid: 0 }
const userDatabase = `# comment
root:x:0:0:root:/root:/bin/sh
daemon:x:1:2::/:/bin/false
nobody:x:65534:65533::/:/bin/false
ann:x:1000:1001:Ann:/home/ann:/bin/sh
`

t.test('it chooses the user that the server runs as', async (t) => {
  const ann = { uid: 1000, gid: 1001 }
  const stranger = { uid: 4711, gid: 4711 }
  const nobody = { uid: 65534, gid: 65533 }
  const withoutNobody = userDatabase.replace('nobody', '_nobody')
  for (const { current, owners, users, want } of [
    { current: stranger, owners: [root], users: '', want: stranger },
    { current: root, owners: [], users: userDatabase, want: nobody },
    { current: root, owners: [root, ann], users: userDatabase, want: ann },
    { current: root, owners: [stranger, root], users: userDatabase, want: nobody },
    { current: root, owners: [], users: withoutNobody, want: { uid: 1, gid: 2 } },
  ]) {
    t.same(chooseServerUser(current, owners, users), want)
  }
  t.throws(() => chooseServerUser(root, [], 'root:x:0:0:root:/root:/bin/sh\n'), {
    name: 'EmbeddedPostgresError',
    message: /no other user.*DATABASE_URL/,
  })
})

t.test('it gives a folder and all of its contents to a user', async (t) => {
  const folder = await testFolder(t)
  const file = join(folder, 'base', '1')
  await mkdir(join(folder, 'base'))
  await writeFile(file, '')
  await giveFolder(folder, currentUser())
  t.match(await stat(file), currentUser())

  await t.test('to another user', { skip: currentUser().uid !== 0 && 'only root can' }, async (t) => {
    await giveFolder(folder, { uid: 1, gid: 1 })
    t.match(await Promise.all([stat(folder), stat(file)]), [
      { uid: 1, gid: 1 },
      { uid: 1, gid: 1 },
    ])
  })

  // These ids are not valid anywhere, so that not even root can give the folder away.
  await t.rejects(giveFolder(folder, { uid: -5, gid: -5 }), {
    name: 'EmbeddedPostgresError',
    message: /belongs to user id \d+, and the server would run as user id -5.*chown -R -5:-5/,
  })
  await t.rejects(giveFolder(await testFolder(t), { uid: -5, gid: -5 }), { name: 'EmbeddedPostgresError' })
})
