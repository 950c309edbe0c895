"""Charts that the spreadsheet program draws from the cells: they change with them."""

from collections.abc import Sequence

from openpyxl.chart import BarChart, Reference
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.platform.workbook.columns import Column

COLOURS = ("1D6A61", "B4261A", "C08A1E", "5B7FA6", "7A6A8A", "8A8F8C")
"""Told apart by how dark they are too."""
WIDTH, LEAST, MOST = 26, 8, 16
"""Centimetres: how wide a chart is, and how high at least and at most."""
MOST_ON_A_PAGE = 40
"""Rows that can be read still when they are printed on one page with their chart."""


def add_bars(sheet: Worksheet, title: str, *, head_row: int, rows: int, columns: Sequence[Column]) -> None:
    """Bars lying on their side, one a row, stacked from the columns that say so, below the numbers."""
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    chart.title = title
    chart.legend.position = "b"
    chart.gapWidth = 60
    chart.width = WIDTH
    chart.height = min(MOST, max(LEAST, 4 + rows))
    chart.x_axis.scaling.orientation = "maxMin"  # the first row at the top
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines = None
    chart.y_axis.number_format = "0"
    last = head_row + rows
    for number, column in enumerate(columns, start=1):
        if column.in_chart:
            chart.add_data(Reference(sheet, min_col=number, min_row=head_row, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=head_row + 1, max_row=last))
    for series, colour in zip(chart.series, COLOURS, strict=False):
        series.graphicalProperties.solidFill = colour
    sheet.add_chart(chart, f"A{last + 2}")
    sheet.page_setup.fitToHeight = 1 if rows <= MOST_ON_A_PAGE else 0
    sheet.print_area = f"A1:{get_column_letter(max(len(columns), 9))}{last + 2 + chart.height * 2}"
