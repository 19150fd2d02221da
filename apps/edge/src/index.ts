/** The site box: gate, link and pages in processes of their own, started and kept by one supervisor. */
export { type EdgeConfig, edgeEnvironmentExample, readEdgeConfig } from './config.ts';
export { type RunningEdge, startEdge } from './supervisor/start-edge.ts';
