import {
    SEE_RECORDS_PIVOT,
    SEE_RECORDS_PIVOT_VISIBLE,
} from "@spreadsheet/pivot/pivot_actions";
import {components} from "@odoo/o-spreadsheet";
import {isChartJSMiddleClick} from "@spreadsheet/chart/odoo_chart/odoo_chart_helpers";
import {patch} from "@web/core/utils/patch";

const OURS = "complaint_management.";

/**
 * What a card or a chart of ours shows stands in cells, and those know what they
 * count: so it opens the same records as a figure in a table does. Odoo opens a menu.
 */
function isOurs(getters, chartId) {
    const menu = getters.getChartOdooMenu(chartId);
    return getters.isDashboard() && Boolean(menu?.xmlid?.startsWith(OURS));
}

function getZone(getters, chartId, reference) {
    const sheetId = getters.getFigureSheetId(getters.getFigureIdFromChartId(chartId));
    return getters.getRangeFromSheetXC(sheetId, reference);
}

patch(components.ScorecardChart.prototype, {
    /** The records that the figure is taken of. */
    async onClick() {
        const {getters} = this.env.model;
        const {chartId} = this.props;
        if (isOurs(getters, chartId)) {
            const {keyValue} = getters.getChartDefinition(chartId);
            const {sheetId, zone} = getZone(getters, chartId, keyValue);
            const position = {sheetId, col: zone.left, row: zone.top};
            if (getters.getPivotIdFromPosition(position)) {
                return SEE_RECORDS_PIVOT(position, this.env, false);
            }
        }
        return super.onClick(...arguments);
    },
});

patch(components.ChartJsComponent.prototype, {
    createChart(runtime) {
        super.createChart(this.openFigures(runtime));
    },

    updateChartJs(runtime) {
        super.updateChartJs(this.openFigures(runtime));
    },

    /** A bar or a point that is drawn of a cell opens what the cell counts. */
    openFigures(runtime) {
        const {getters} = this.env.model;
        const {chartId} = this.props;
        const {dataSets, dataSetsHaveTitle} = getters.getChartDefinition(chartId);
        if (!dataSets?.[0]?.dataRange || !isOurs(getters, chartId)) {
            return runtime;
        }
        runtime.chartJsConfig.options.onClick = (event, items) => {
            const isMiddleClick = isChartJSMiddleClick(event);
            if (!items.length || (event.type !== "click" && !isMiddleClick)) {
                return;
            }
            const {datasetIndex, index} = items[0];
            // What adds up the figures before opens the one that it stands at.
            const position = [dataSets[datasetIndex], dataSets[0]]
                .map(({dataRange}) => getZone(getters, chartId, dataRange))
                .map(({sheetId, zone}) => ({
                    sheetId,
                    col: zone.left,
                    row: zone.top + index + (dataSetsHaveTitle ? 1 : 0),
                }))
                .find((one) => SEE_RECORDS_PIVOT_VISIBLE(one, getters));
            if (position) {
                event.native.preventDefault();
                SEE_RECORDS_PIVOT(position, this.env, isMiddleClick);
            }
        };
        return runtime;
    },
});
