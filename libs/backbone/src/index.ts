export { createBackbone, type Backbone, type BackboneConfig, type BackboneOptions } from './backbone.ts';
export { isTransient } from './transient.ts';
