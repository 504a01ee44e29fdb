/** As the tutorial prints the address. */
export const placeholders = "https://<your-api-gateway-id>.execute-api.<your-region>.amazonaws.com/<stage>";
