/** The page's body before a review, with values of its lists. */
export const finishedJourney = {
  journeyId: '62e6a1b2c3d4e5f6a7b85d0c',
  referenceNo: '840123456789023',
  systemDecision: 'Refer',
};

/** The page's body after a review. */
export const reviewedJourney = { ...finishedJourney, finalDecision: 'Approved' };

/** A journey whose person was put on a list. */
export const amlUpdate = {
  ...finishedJourney,
  previousSystemDecision: 'Complete',
  updatedAMLVersionNumber: 2,
};

/** What is known of the other events. */
export const observed = { journeyId: finishedJourney.journeyId, referenceNo: finishedJourney.referenceNo };
