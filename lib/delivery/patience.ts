/** How clients of AWS wait: throttling and 5xx are waited out, longer each time, before a delivery counts as failed. */
export const PATIENCE = { maxAttempts: 8, retryMode: "standard" } as const;
