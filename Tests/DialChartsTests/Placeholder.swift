@testable import DialCharts
