/** Columns side by side, numbers to the right. The first row is the heading. */
export const formatTable = (rows: (string | number)[][]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)));
  const cell = (value: string | number, column: number) =>
    typeof value === 'number' ? value.toLocaleString('en').padStart(widths[column] ?? 0) : value.padEnd(widths[column] ?? 0);
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
};
