export * from './lessons.ts';
export * from './server.ts';
export * from './test-database.ts';
export * from './workspace.ts';
