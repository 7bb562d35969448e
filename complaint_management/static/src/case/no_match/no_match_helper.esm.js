import {ActionHelper} from "@web/views/action_helper";

/**
 * What stands where no case is: who searched is told that nothing matches, and may
 * look in closed cases, instead of being asked to register the first one.
 */
export class NoMatchHelper extends ActionHelper {
    static template = "complaint_management.NoMatchHelper";

    get search() {
        return this.env.searchModel;
    }

    get isSearched() {
        return this.search.query.some(
            ({searchItemId}) => !this.search.searchItems[searchItemId].isDefault
        );
    }

    /** The filter that hides closed cases, where it is on. */
    get openFilter() {
        return this.search.getSearchItems(
            (item) => item.type === "filter" && item.name === "open" && item.isActive
        )[0];
    }

    lookInClosed() {
        this.search.toggleSearchItem(this.openFilter.id);
    }
}
