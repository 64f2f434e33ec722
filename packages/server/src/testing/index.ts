export * from './app.ts';
export * from './team.ts';
export * from './events.ts';
export * from './operations.ts';
