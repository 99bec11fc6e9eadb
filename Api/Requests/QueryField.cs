using Tallydesk.Journal;

namespace Tallydesk.Requests;

/// <summary>Fields of a query that take one of several values.</summary>
internal static class QueryField
{
    /// <summary>The value of a field as it is spelled in answers; null when it was not sent.</summary>
    /// <param name="field">The field.</param>
    /// <param name="sent">What was sent.</param>
    /// <param name="rule">What it may be.</param>
    /// <exception cref="InvalidFieldException">It is none of the values.</exception>
    public static T? ValueOf<T>(string field, string? sent, string rule)
        where T : struct, Enum
    {
        if (sent is null)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (HistoryRows.KindOf(value) == sent)
            {
                return value;
            }
        }

        throw new InvalidFieldException(field, rule);
    }
}
