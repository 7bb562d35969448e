import {ListRenderer} from "@web/views/list/list_renderer";
import {NoMatchHelper} from "./no_match_helper.esm";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";

export class ComplaintListRenderer extends ListRenderer {
    static components = {...ListRenderer.components, ActionHelper: NoMatchHelper};
}

registry.category("views").add("complaint_list", {
    ...listView,
    Renderer: ComplaintListRenderer,
});
