export * from './digest.ts';
export * from './document.ts';
export * from './file-name.ts';
export * from './formula-guard.ts';
export * from './overview-list-csv.ts';
export * from './overview-list-json.ts';
export * from './overview-list-pdf.ts';
export * from './proof-labels.ts';
