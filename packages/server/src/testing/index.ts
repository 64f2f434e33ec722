export * from './app.ts';
export * from './team.ts';
export * from './events.ts';
