namespace Tallydesk.Requests;

/// <summary>A field, parameter or header of a request is invalid. Like everything that prevents a request from being understood, it results in a 400.</summary>
/// <param name="field">The field's name as the client wrote it, such as <c>upgrade.from</c>.</param>
/// <param name="detail">One sentence that says what the field holds.</param>
public sealed class InvalidFieldException(string field, string detail) : Exception(detail)
{
    /// <summary>The field's name.</summary>
    public string Field { get; } = field;
}
