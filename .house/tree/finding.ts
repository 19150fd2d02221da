/** One place where the tree breaks a rule, and what to do about it. */
export interface Finding {
  readonly file: string;
  /** From 1; 0 when the whole file is meant. */
  readonly line: number;
  readonly says: string;
  readonly instead: string;
}

export const finding = (file: string, line: number, says: string, instead: string): Finding => ({ file, line, says, instead });

const SHOWN_MAX = 60;

/** The findings as lines to print, in order of file and line. */
export function showFindings(findings: readonly Finding[]): string[] {
  const sorted = [...findings].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
  const lines = sorted.slice(0, SHOWN_MAX).map((f) => `${f.file}${f.line > 0 ? `:${f.line}` : ''}  ${f.says}: ${f.instead}`);
  if (sorted.length > SHOWN_MAX) lines.push(`… and ${sorted.length - SHOWN_MAX} more`);
  return lines;
}
