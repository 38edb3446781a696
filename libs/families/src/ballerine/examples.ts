/** A run under review: what most events carry. */
export const openRun = {
  assignedAt: '2024-10-24T11:40:01.000Z',
  assignee: { id: 'assigneeId', firstName: 'firstName', lastName: 'lastName', email: 'email' },
  workflowCreatedAt: '2024-10-24T11:38:12.000Z',
  workflowDefinitionId: 'mp0h897g68v',
  workflowRuntimeId: '0c7d4ad2-6cc0-4c0e-9c35-7a1b6b5f2a10',
  ballerineEntityId: '5b0a4d1c-9a80-4f55-8a3b-0d6c4f6f8f01',
  context: {
    entity: {
      type: 'business',
      id: '0a5212e0-ba12422222011b7',
      data: { companyName: 'YTO CENTRE', businessType: 'SMB' },
    },
    documents: [
      {
        id: '9fe6060a-53ae-4a71-b57e-336a24a16cc3',
        category: 'business_document',
        decision: { status: 'revision', revisionReason: 'Blurry image', rejectionReason: '' },
      },
    ],
  },
};

/** A run that ended with an approval, as in the page's "Fetching Workflow Decision Data". */
export const completedRun = {
  ...openRun,
  workflowResolvedAt: '2024-10-24T11:42:25.000Z',
  workflowStatus: 'completed',
  workflowFinalState: 'approved',
  context: {
    ...openRun.context,
    documents: [
      {
        id: '9fe6060a-53ae-4a71-b57e-336a24a16cc3',
        category: 'business_document',
        decision: { status: 'approved', revisionReason: '', rejectionReason: '' },
      },
    ],
  },
};
