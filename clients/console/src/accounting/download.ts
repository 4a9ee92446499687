/** A file that the browser makes of what the page has. */
export function download(name: string, text: string): void {
  // with the mark of its order of bytes spreadsheets read it as UTF-8
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
