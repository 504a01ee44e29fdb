/** What a file of points may contain. */
export const pointsExample = ["default: 1", "03-api: 2", "03-api/get-body: 5"];
