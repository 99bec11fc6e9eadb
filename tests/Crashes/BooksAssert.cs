using Xunit;

namespace Tallydesk.Tests.Crashes;

/// <summary>What holds of every desk at rest, whatever happened to it (Policy I1, I2, I4, I5).</summary>
internal static class BooksAssert
{
    /// <summary>Ledger, balance, waiting line, tickets and lists agree.</summary>
    public static void Agree(Snapshot books)
    {
        AssertLedgerAddsUp(books);
        foreach (var ticket in books.Tickets)
        {
            AssertPaid(books, ticket);
        }

        var waiting = books.Tickets.Where(ticket => ticket.Status == "AwaitingCredits").Select(ticket => ticket.Place);
        Assert.Equal(waiting, books.Waiting.Select(charge => charge.Ticket).Order());
    }

    private static void AssertLedgerAddsUp(Snapshot books)
    {
        var balance = 0L;
        foreach (var entry in books.Entries)
        {
            balance += entry.Amount;
            Assert.Equal(balance, entry.BalanceAfter);
            Assert.True(balance >= 0, $"I1: {entry}");
        }

        Assert.Equal(books.Balance, balance);
        Assert.Equal(
            Enumerable.Range(1, books.Entries.Length).Select(seq => (long)seq),
            books.Entries.Select(e => e.Seq)
        );
        Assert.Distinct(books.Entries.Select(entry => entry.Operation));
        var brought = books.Entries.Where(entry => entry.Ticket is null).Sum(entry => entry.Amount);
        Assert.Equal(brought, books.Balance + books.Tickets.Sum(ticket => ticket.Charged));
    }

    private static void AssertPaid(Snapshot books, Ticket ticket)
    {
        var net = -books.Entries.Where(entry => entry.Ticket == ticket.Place).Sum(entry => entry.Amount);
        var waits = books.Waiting.Where(charge => charge.Ticket == ticket.Place).Sum(charge => charge.Credits);
        Assert.Equal(net, ticket.Charged);
        Assert.Equal(ticket.AgreedPrice ?? 0, ticket.Charged + waits);
        Assert.False(ticket.InFlight, $"{ticket}");
        Assert.Equal($"{ticket.Status} {ticket.Charged}", ticket.Listed);
    }
}
