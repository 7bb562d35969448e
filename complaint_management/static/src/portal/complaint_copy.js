import {Interaction} from "@web/public/interaction";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** Copies a code that is shown once; the button is there where browsers can copy. */
export class ComplaintCopy extends Interaction {
    static selector = ".o_complaint_copy";
    dynamicContent = {
        _root: {
            "t-on-click": this.onClick,
            "t-att-class": () => ({"d-none": !navigator.clipboard}),
        },
    };

    async onClick() {
        try {
            await this.waitFor(navigator.clipboard.writeText(this.el.dataset.copy));
        } catch {
            // The code stands there to be written down.
            return;
        }
        this.el.textContent = _t("Copied");
    }
}

registry
    .category("public.interactions")
    .add("complaint_management.complaint_copy", ComplaintCopy);
