/** Where to look: a page of the API Gateway console. */
export function at(page: string, section = "step 3"): string {
  return `steps/03-api; tutorial, ${section}; API Gateway console › the API › ${page}`;
}

export const atPost = (tab: string) =>
  at(`Resources › /invoke-lambda › POST › ${tab}`, "step 3, “POST /invoke-lambda”");
export const atGet = (tab: string) =>
  at(`Resources › /{requestId} › GET › ${tab}`, "step 3, “GET /{requestId}”");
