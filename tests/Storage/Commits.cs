using System.Text;
using Tallydesk.Journal;

namespace Tallydesk.Tests.Storage;

/// <summary>Makes commits.</summary>
internal static class Commits
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    public static Commit State(string key, int expected, string state = "{}") =>
        new("test", key, expected, Encoding.UTF8.GetBytes(state));

    public static Commit WithHistory(this Commit commit, long seq, string? command = null) =>
        commit with
        {
            History = commit.History.Add(
                new(seq, Noon.AddSeconds(seq), "replied", "eng-1", $$"""{"n":{{seq}}}""")
                {
                    Command = command is null ? null : Command(command),
                }
            ),
        };

    public static Commit WithEntry(this Commit commit, long seq, long amount, long balance, string? operation = null) =>
        commit with
        {
            Entries = commit.Entries.Add(
                new(
                    seq,
                    Noon.AddSeconds(seq),
                    "charge",
                    new(amount),
                    new(balance),
                    "desk",
                    Command(operation ?? $"op-{seq}"),
                    """{"reason":"test"}"""
                )
                {
                    Ticket = 7,
                }
            ),
        };

    public static Commit WithCard(this Commit commit, Card card) => commit with { Card = card };

    public static RecordedCommand Command(string id) => new(id, new byte[] { 1, 2, 3 }, """{"ok":true}""");

    public static Card Ticket(long number, string status = "open") =>
        new("ticket", number, $$"""{"number":{{number}}}""") { Customer = "cus-a", Status = status };
}
