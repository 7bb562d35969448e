import {ListRenderer} from "@web/views/list/list_renderer";
import {NoMatchHelper} from "../../case/no_match/no_match_helper.esm";
import {_t} from "@web/core/l10n/translation";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

/** What a search found nothing for on the desk may be a case that waits for nobody. */
export class DeskNoMatchHelper extends NoMatchHelper {
    static template = "complaint_management.DeskNoMatchHelper";

    setup() {
        this.action = useService("action");
    }

    /** What was typed into the search box, for all cases, closed ones included. */
    get words() {
        return this.search.query
            .filter(({autocompleteValue}) => autocompleteValue)
            .map(({autocompleteValue}) => autocompleteValue.value)
            .join(" ");
    }

    searchCases() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("All Cases"),
            res_model: "complaint.complaint",
            views: [
                [false, "list"],
                [false, "form"],
            ],
            context: {search_default_name: this.words},
        });
    }
}

export class DeskListRenderer extends ListRenderer {
    static components = {...ListRenderer.components, ActionHelper: DeskNoMatchHelper};
}

registry.category("views").add("complaint_desk_list", {
    ...listView,
    Renderer: DeskListRenderer,
});
