/** The one door of the pages; what stands behind it is made by the build. Its types lie beside it, so that nobody has to build to be checked. */
export { handler } from './build/handler.js';
