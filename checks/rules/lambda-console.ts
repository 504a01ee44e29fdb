/** Where to look, for a page of the Lambda console. */
export function at(page: string): string {
  return `steps/02-lambda; tutorial, step 2; Lambda console › the function › ${page}`;
}

export const atIam = "steps/02-lambda; tutorial, step 2, “Create an IAM policy”; IAM console › Roles";
