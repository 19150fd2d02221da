/**
 * Child processes that stop when their starter does, and are told so exactly once.
 *
 * Each child gets a process group of its own: Ctrl-C in a terminal goes to the whole group of the foreground, npm passes it on as well,
 * and a program that hears a second one may cut its own clean stop short. So the terminal reaches only the first process of the line,
 * and each passes on what it hears.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import process from 'node:process';

/** The same signal again within this time is the same wish, heard twice. */
const ECHO_MS = 1_000;
const PARENT_LOOK_MS = 250;

/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions }} Options */

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();
/** @type {{ signal: NodeJS.Signals, at: number } | undefined} */
let heard;
let listening = false;

/** @param {NodeJS.Signals} signal */
export const codeOf = (signal) => 128 + (constants.signals[signal] ?? 0);

/** The code to end with when this process was told to stop; undefined while it was not. */
export const stopCode = () => (heard ? codeOf(heard.signal) : undefined);

/**
 * Starts a program. Its first `error` or `exit` settles `ended` with an exit code, 128 + n after signal n.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} [options]
 */
export function start(command, args, options = {}) {
  listen();
  const child = spawn(command, args, { stdio: 'inherit', ...options, detached: process.platform !== 'win32' });
  children.add(child);
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      children.delete(child);
      console.error(`${command} did not start: ${error.message}`);
      resolve(127);
    });
    child.on('close', (code, signal) => {
      children.delete(child);
      resolve(signal ? codeOf(signal) : (code ?? 1));
    });
  });
  return { child, ended };
}

/** @param {string} command @param {readonly string[]} args @param {Options} [options] */
export const run = (command, args, options) => start(command, args, options).ended;

function listen() {
  if (listening) return;
  listening = true;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => passOn(signal));
  const before = ancestors();
  setInterval(() => {
    if (!heard && ancestors() !== before) passOn('SIGTERM');
  }, PARENT_LOOK_MS).unref();
}

/** @param {NodeJS.Signals} signal */
function passOn(signal) {
  const at = Date.now();
  if (heard?.signal === signal && at - heard.at < ECHO_MS) return;
  heard = { signal, at };
  if (children.size === 0) process.exit(codeOf(signal));
  for (const child of children) child.kill(signal);
}

/**
 * The parent and its parent. npm ends on a SIGTERM without passing it on, and the shell between npm and this process stays:
 * so a new parent of this process or of that shell means that it should stop.
 */
function ancestors() {
  const parent = process.ppid;
  try {
    return `${parent} ${/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${parent}/status`, 'utf8'))?.[1]}`;
  } catch {
    // no /proc on this system, or the parent has just ended
    return String(parent);
  }
}
