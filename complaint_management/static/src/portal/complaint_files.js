import {Interaction} from "@web/public/interaction";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/**
 * Names the files that were chosen, and says before the form is sent that they are too
 * many or too large.
 *
 * Sending them takes long on a phone, and browsers forget chosen files when the
 * server refuses them. The server checks the same, and more.
 */
export class ComplaintFiles extends Interaction {
    static selector = ".o_complaint_page input[type=file][data-max-mb]";
    dynamicContent = {
        _root: {"t-on-change": this.onChange},
    };

    onChange() {
        const files = [...this.el.files];
        this.showNames(files);
        this.el.setCustomValidity(this.getProblem(files));
        this.el.reportValidity();
    }

    /**
     * @param {File[]} files
     */
    showNames(files) {
        const list = this.el.parentElement.querySelector(".o_complaint_chosen");
        list?.replaceChildren(
            ...files.map((file) => {
                const item = document.createElement("li");
                const megabytes = (file.size / 1024 / 1024).toFixed(1);
                item.className = "text-break";
                item.textContent = _t("%(name)s (%(size)s MB)", {
                    name: file.name,
                    size: megabytes,
                });
                return item;
            })
        );
    }

    /**
     * @param {File[]} files
     * @returns {String} what is wrong with the choice, or nothing
     */
    getProblem(files) {
        const {maxCount, maxMb} = this.el.dataset;
        if (files.length > Number(maxCount)) {
            return _t("Please choose at most %s files.", maxCount);
        }
        const large = files.find((file) => file.size > Number(maxMb) * 1024 * 1024);
        if (large) {
            return _t("“%(name)s” is larger than %(size)s MB.", {
                name: large.name,
                size: maxMb,
            });
        }
        return "";
    }
}

registry
    .category("public.interactions")
    .add("complaint_management.complaint_files", ComplaintFiles);
