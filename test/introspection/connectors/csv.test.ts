import t from 'tap'
import { decoded } from '../../../src/introspection/connectors/duckdb/csv/encoding.ts'
import { areGenerated, isHeader } from '../../../src/introspection/connectors/duckdb/csv/header.ts'
import {
  declaredDelimiter,
  detectForm,
  recordsOf,
} from '../../../src/introspection/connectors/duckdb/csv/records.ts'
import { whyDamaged, whyUnreadable } from '../../../src/introspection/connectors/duckdb/unreadable.ts'

const utf16 = (text: string) => Buffer.from(text, 'utf16le')

t.test('the encoding of a text is detected', async (t) => {
  const text = 'id,name\n1,Größe 🍪\n'
  for (const [name, bytes, encoding, given] of [
    ['a mark', utf16(`\ufeff${text}`), 'UTF-16', text],
    ['a mark, the upper byte first', utf16(`\ufeff${text}`).swap16(), 'UTF-16', text],
    ['no mark', utf16(text), 'UTF-16', text],
    ['no mark, the upper byte first', utf16(text).swap16(), 'UTF-16', text],
    [
      'without a byte order mark, and without letters that have a zero byte',
      utf16('Имя,Город,Дата,Код\n'),
      'UTF-16',
      'Имя,Город,Дата,Код\n',
    ],
    ['half a character', Buffer.concat([utf16(text), Buffer.from('x')]), 'UTF-16', text],
    ['half a pair', utf16('\ufeffid,a\ud800\n'), 'UTF-16', 'id,a\ufffd\n'],
    ['UTF-8', Buffer.from(`\ufeff${text}`), 'UTF-8', text],
    ['some wrong bytes', Buffer.from([...Buffer.from('ä,ö'), 0xff]), 'UTF-8', 'ä,ö\ufffd'],
    ['Latin-1', Buffer.from('Größe', 'latin1'), 'Windows-1252', 'Größe'],
    ['Windows-1252', Buffer.from([0x80, 0x84, 0x61, 0x93, 0x81]), 'Windows-1252', '€„a“\x81'],
    ['zero bytes on both sides', Buffer.from('a\0\0b\0\0'), 'UTF-8', 'a\0\0b\0\0'],
  ] as const) {
    t.strictSame(decoded(bytes), { encoding, text: given }, name)
  }
})

t.test('the records of a text are found', async (t) => {
  for (const [text, isCut, records] of [
    [
      'a,b\r\n1,"x, ""y""\nz"\n\n2,5" pipe',
      false,
      [
        ['a', 'b'],
        ['1', 'x, "y"\nz'],
        ['2', '5" pipe'],
      ],
    ],
    [
      'a,b\n1,2\n3',
      true,
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['', false, []],
  ] as const) {
    t.strictSame(recordsOf(text, ',', isCut), records)
  }
  t.equal(recordsOf('x\n'.repeat(1000), ',', false).length, 200)
  const look = (text: string) => detectForm(text, false)?.delimiter
  t.equal(look('id;a;b\n1;2\n2;3,5;4;5\n'), ';')
  t.equal(look('a|b\n1|2\n'), '|')
  t.equal(look('name\nDoe, John\nRoe, Jane\n'), undefined, 'a single column of texts')
  t.equal(look('Last, first\nDoe\nRoe\n'), undefined, 'a column name with a comma')
  t.equal(look(''), undefined)
  t.strictSame(['sep=;\nid', '"sep=,"\r\n', 'SEP=\t', 'separate=;\n', 'sep=;;\n'].map(declaredDelimiter), [
    ';',
    ',',
    '\t',
    undefined,
    undefined,
  ])
})

t.test('columns whose names are numbers', async (t) => {
  const is = (...lines: string[]) => isHeader(lines.map((line) => line.split(',')))
  t.ok(is('city,2022,2023', 'Oslo,1,2', 'Rome,3,4'))
  t.ok(is('region,product,2021,2022,2023', 'N,a,1,2,3', 'S,b,4,5,6'))
  t.ok(is('room,1,2,3', 'A,9,9,9'))
  t.notOk(is('Oslo,1,2', 'Rome,3,4'), 'two unrelated numbers')
  t.notOk(is('Oslo,2001,2002', 'Rome,1990,1995'), 'years as values')
  t.notOk(is('Oslo,1,2,3', 'Rome,4,5,6'), 'a series in each line')
  t.notOk(is('Oslo,2022,2023', 'Oslo,1,2'), 'a name among the values')
  t.notOk(is('Oslo,2022,2022', 'Rome,1,2'))
  t.notOk(is('a,a,2022,2023', 'b,c,1,2'), 'a duplicate name')
  t.notOk(is(',2022,2023', 'b,1,2'))
  t.notOk(is('city,2022,2023'), 'no further lines')
  t.notOk(isHeader([]))
  t.ok(areGenerated(['column0', 'column1']))
  t.ok(areGenerated(Array.from({ length: 11 }, (_, index) => `column${String(index).padStart(2, '0')}`)))
  t.notOk(areGenerated(['column0', 'name']))
})

t.test('why a file cannot be read, according to the error of DuckDB', async (t) => {
  const versions = (given: number, more: string) =>
    whyDamaged(
      `IO Error: Trying to read a database file with version number ${given}, but we can only read versions between 64 and 68.\n${more}`,
    )
  t.equal(
    versions(51, 'The database file was created with DuckDB version v0.8.0 or v0.8.1.\n'),
    'was written by DuckDB v0.8.0 or v0.8.1, which is too old: export it there, and import it into a newer version.',
  )
  t.match(
    versions(33, 'The database file was created with an older version.'),
    /a version before v0.10, which/,
  )
  t.match(versions(99, ''), /by a newer version of DuckDB than this server has/)
  t.match(whyDamaged('Serialization Error: Failed to deserialize'), /damaged, or a newer version/)
  t.equal(whyDamaged('Catalog Error: Table with name is encrypted'), undefined)
  const why = (message: string, reader = 'read_csv') => whyUnreadable(new Error(message), reader)
  t.match(why('Out of Memory Error: x'), /takes more memory/)
  t.match(
    why('Invalid Input Error: CSV Error on Line: 1\nInvalid unicode (byte) detected'),
    'is not in UTF-8.',
  )
  t.match(why('Invalid Input Error: x\nMaximum line size of 12000000 bytes exceeded.'), /of more than 12 MB/)
  t.match(why('Invalid Input Error: Error when sniffing'), /cannot be divided into values/)
  t.equal(why('Not implemented Error: x', 'read_parquet'), 'cannot be read (Not implemented Error).')
})
