import {formatPercentage} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";

/**
 * A share, such as of the cases upheld. Where nothing was judged yet there is
 * none, and 0 % would say something else.
 */
export function formatShare(value, options = {}) {
    return value === false || value === null || value === undefined
        ? ""
        : formatPercentage(value, options);
}
formatShare.extractOptions = formatPercentage.extractOptions;

registry.category("formatters").add("complaint_share", formatShare);
