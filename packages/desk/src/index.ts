export { type Act, type Allowed, allow, rolesThatMay } from './authority.ts';
export { BODY_BYTES_MAX, readBody, readText } from './body.ts';
export { createDesk, listenerOf } from './desk.ts';
export type { DashboardHandler, DeskDeps } from './desk-deps.ts';
export { documented, type RouteText } from './documented.ts';
export { inputErrors, ProblemError, problem, problemOf } from './problem.ts';
