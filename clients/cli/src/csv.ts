/** Rows of a CSV text (RFC 4180); empty lines are left out. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  const endRow = (): void => {
    row.push(field);
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    field = '';
  };
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  for (let index = 0; index < plain.length; index += 1) {
    const character = plain.charAt(index);
    if (quoted && character === '"' && plain.charAt(index + 1) === '"') {
      field += '"';
      index += 1;
    } else if (character === '"' && (quoted || field === '')) quoted = !quoted;
    else if (character === ',' && !quoted) {
      row.push(field);
      field = '';
    } else if (character === '\n' && !quoted) endRow();
    else field += character;
  }
  if (field !== '' || row.length > 0) endRow();
  return rows;
}
