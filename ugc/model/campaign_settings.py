"""What `ugc.toml` says of campaigns: after how many days somebody should hear from the brand."""

from pydantic import Field

from ugc.model.base import Value


class CampaignSettings(Value):
    """Days, all of them whole, of `ugc campaigns due` and `ugc campaigns match`."""

    product_within_days: int = Field(2, ge=0, le=3660)
    """After a yes, by when the product should be on its way."""
    heard_within_days: int = Field(10, ge=1, le=3660)
    """After the product was sent, or they were reminded, by when something should have been heard."""
    due_soon_days: int = Field(3, ge=0, le=3660)
    """Before its due day, from when on a piece is asked after."""
    thank_within_days: int = Field(1, ge=0, le=3660)
    """After a post."""
    pay_within_days: int = Field(14, ge=0, le=3660)
    """After a post, where a fee is agreed."""
    match_within_days: int = Field(14, ge=0, le=3660)
    """Before and after the flight, how far a post may lie and still be one of the campaign's."""
