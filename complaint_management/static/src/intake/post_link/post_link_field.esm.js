import {UrlField, urlField} from "@web/views/fields/url/url_field";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/**
 * The address of a page of somebody else. It opens apart from ours, and is not told
 * where the reader came from: the address of a case is nobody's business.
 */
export class PostLinkField extends UrlField {
    static template = "complaint_management.PostLinkField";

    get isSafe() {
        return /^https?:\/\//i.test(this.props.record.data[this.props.name] || "");
    }
}

registry.category("fields").add("complaint_post_link", {
    ...urlField,
    component: PostLinkField,
    displayName: _t("Link to a post"),
});
