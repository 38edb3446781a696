export { migrations } from './migrations.ts';
export {
  changeInspector,
  createInspector,
  deleteInspector,
  findInspector,
  inspectorExists,
  listInspectors,
  lockInspector,
  purgeInspectors,
  type Inspector,
  type InspectorAnswer,
} from './inspectors.ts';
export { findRequest, listRequests, storeRequest, type InspectedRequest } from './requests.ts';
