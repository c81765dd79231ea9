/** Domain of AWS's own hosts in a region. */
export const awsDomain = (region: string): string => (region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com");
