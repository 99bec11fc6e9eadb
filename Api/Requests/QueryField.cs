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
        where T : struct, Enum => sent is null ? null : Find<T>(sent) ?? throw new InvalidFieldException(field, rule);

    /// <summary>The value that is spelled so in answers; null when none is.</summary>
    public static T? Find<T>(string sent)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (StoredNames.Of(value) == sent)
            {
                return value;
            }
        }

        return null;
    }
}
