export * from './app.ts';
export * from './team.ts';
