/** Cases bear the name of the person or the company that they are about. */
export const sensitive: readonly string[] = ['/case_name'];
