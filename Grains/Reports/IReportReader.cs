using System.Collections.Immutable;
using Tallydesk.Tickets;

namespace Tallydesk.Reports;

/// <summary>Reads the data of reports. Each call reads complete weeks, so it is for leads and should be called rarely.</summary>
public interface IReportReader
{
    /// <summary>Tickets opened in the weeks, oldest first.</summary>
    Task<ImmutableArray<ReportedTicket>> ReadOpenedAsync(ReportWeeks weeks);

    /// <summary>Promised answers that were given in the weeks.</summary>
    Task<ImmutableArray<AnsweredPromise>> ReadPromisesAsync(ReportWeeks weeks);

    /// <summary>Credits that came and went in the weeks.</summary>
    Task<ImmutableArray<Movement>> ReadMovementsAsync(ReportWeeks weeks);

    /// <summary>
    /// Compares the ledger with itself and with the tickets, and finds what ended tickets still cost and what has been in
    /// progress for too long.
    /// </summary>
    /// <param name="now">The instant of the check.</param>
    Task<LedgerCheck> CheckLedgerAsync(DateTimeOffset now);
}
