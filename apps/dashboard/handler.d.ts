/** The built pages, as a handler of Node's own requests. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export declare function handler(request: IncomingMessage, response: ServerResponse, next: () => void): void;
