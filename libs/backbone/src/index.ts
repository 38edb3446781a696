export { createBackbone, type Backbone } from './backbone.ts';
export { isTransient } from './transient.ts';
