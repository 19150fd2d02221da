/** Doubles for other rooms: a box that is ready to run without a centre, and the floor its pace is held against. */
export { bareEchoProgram } from './bare-echo-program.ts';
export { type ReadyBox, readyBox } from './ready-box.ts';
