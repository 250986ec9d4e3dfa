"""Readers of load tools' output."""

from __future__ import annotations

from workbench.results.format import ResultFormat
from workbench.results.load.ab import AB
from workbench.results.load.ab_files import AB_PERCENTILES, AB_REQUESTS
from workbench.results.load.artillery import ARTILLERY
from workbench.results.load.autocannon import AUTOCANNON
from workbench.results.load.fortio import FORTIO
from workbench.results.load.gatling import GATLING
from workbench.results.load.ghz import GHZ
from workbench.results.load.hdr_log import HDR_LOG
from workbench.results.load.hdr_percentiles import HDR_PERCENTILES
from workbench.results.load.hey import HEY
from workbench.results.load.hey_csv import HEY_CSV
from workbench.results.load.jmeter_csv import JMETER_CSV
from workbench.results.load.jmeter_xml import JMETER_XML
from workbench.results.load.k6_stream import K6_CSV, K6_JSON
from workbench.results.load.k6_summary import K6_SUMMARY
from workbench.results.load.locust_history import LOCUST_HISTORY
from workbench.results.load.locust_stats import LOCUST_STATS
from workbench.results.load.memtier import MEMTIER
from workbench.results.load.oha import OHA
from workbench.results.load.pgbench import PGBENCH
from workbench.results.load.redis_benchmark import REDIS_BENCHMARK
from workbench.results.load.redis_benchmark_csv import REDIS_BENCHMARK_CSV
from workbench.results.load.siege import SIEGE
from workbench.results.load.sysbench import SYSBENCH
from workbench.results.load.sysstat import SYSSTAT
from workbench.results.load.time_series import TIME_SERIES
from workbench.results.load.vegeta import VEGETA
from workbench.results.load.vegeta_results import VEGETA_RESULTS
from workbench.results.load.wrk import WRK

FORMATS: tuple[ResultFormat, ...] = (
    WRK,
    HEY,
    HEY_CSV,
    AB,
    AB_PERCENTILES,
    AB_REQUESTS,
    OHA,
    VEGETA,
    VEGETA_RESULTS,
    K6_SUMMARY,
    K6_JSON,
    K6_CSV,
    JMETER_CSV,
    JMETER_XML,
    LOCUST_STATS,
    LOCUST_HISTORY,
    GATLING,
    AUTOCANNON,
    ARTILLERY,
    FORTIO,
    GHZ,
    SIEGE,
    SYSBENCH,
    PGBENCH,
    REDIS_BENCHMARK,
    REDIS_BENCHMARK_CSV,
    MEMTIER,
    HDR_LOG,
    HDR_PERCENTILES,
    TIME_SERIES,
    SYSSTAT,
)
